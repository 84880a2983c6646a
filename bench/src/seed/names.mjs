// Common given and family names of several regions, the most frequent first, and syllables that the rare ones are composed of.
// The bench's persons are drawn from them; no person that exists is meant.
const list = (text) => text.trim().split(/\s+/);

export const REGIONS = [
  {
    name: 'coast', weight: 30, country: '233',
    female: list(`Ama Akosua Abena Akua Yaa Afia Esi Efua Adwoa Adjoa Araba Ekua Afua Akosuah Mercy Grace Comfort Esther Mary Elizabeth Felicia Joyce Vida Beatrice
      Ngozi Chioma Amaka Ifeoma Nneka Adaeze Chinyere Obioma Folake Funmilayo Titilayo Yetunde Bukola Abimbola Temitope Afi Dzifa Esinam Sena Enyonam Akpene Mawusi
      Patience Gifty Charity Dorcas Rebecca Hannah Sarah Ruth Janet Agnes Victoria Juliana Georgina Rose Lydia Cynthia Priscilla Naomi Deborah Evelyn`),
    male: list(`Kofi Kwame Kwaku Kojo Kwabena Yaw Kwasi Kweku Ebo Fiifi Kwadwo Ekow Emmanuel Samuel Joseph Daniel Isaac Stephen Michael Ebenezer Francis Richard Peter
      Chukwuemeka Emeka Chidi Obinna Ikenna Uchenna Nnamdi Kelechi Tunde Babatunde Olumide Segun Ayodele Adebayo Oluwaseun Femi Kunle Selorm Kodzo Edem Elikem Mawuli Senyo
      Godfred Prince Felix Eric Charles Benjamin Patrick Frank Solomon Augustine Dominic Vincent Gideon Philip Maxwell Bernard Albert Thomas Andrews Justice`),
    family: list(`Mensah Owusu Boateng Osei Asante Appiah Addo Amoah Agyeman Opoku Acheampong Ofori Adjei Asamoah Antwi Ansah Frimpong Sarpong Darko Nyarko Quaye Tetteh
      Lartey Nartey Quartey Annan Arthur Essien Eshun Baidoo Ampofo Bonsu Danquah Gyasi Kyei Yeboah Okafor Okonkwo Eze Nwosu Okoro Nwachukwu Obi Adeyemi Ogunleye Adebayo
      Balogun Afolabi Akinola Oladipo Ojo Agbeko Amegashie Dzokoto Agbenyega Kpodo Amenyo Attah Akoto Amponsah Badu Oduro Sackey Wiredu Quansah`),
    syllables: [list('A O E Agy Am Amp An Ant Ap As Bo Da Dan Do Fo Gy Ky Kwa Nk Ny Nya Ob Ok Ol Op Os Se Ta Te Tw Wi Ye Ade Akin Chi Nwa Oko Olu'),
      list('a o e i an en on ofo owu atu edu amo ara ebi iri ulu ade ayo eme oke uba wura fori kora manu poma ntwi'), list('ko to ku h sa ba du fo ma ng mpong si wa ye za la ri ola ike ogu mi ndo ro te')],
  },
  {
    name: 'sahel', weight: 25, country: '223',
    female: list(`Fatoumata Aminata Mariam Aissatou Fatou Kadiatou Oumou Hawa Ramatoulaye Assetou Awa Bintou Djeneba Nana Rokia Safiatou Salimata Maimouna Khadija Zeinab Halima
      Amina Aisha Hadiza Zainab Hauwa Rabi Asmau Hafsatu Ruqayya Bilkisu Sadiya Binta Coumba Ndeye Astou Khady Sokhna Adama Penda Dieynaba Nafissatou Mariama Hassanatou`),
    male: list(`Mamadou Moussa Amadou Ibrahima Oumar Abdoulaye Seydou Boubacar Souleymane Adama Drissa Issa Modibo Bakary Lassana Cheick Youssouf Sekou Tidiane Alassane
      Musa Ibrahim Abubakar Umar Usman Aliyu Sani Yusuf Bello Garba Haruna Ismail Sulaiman Mohammed Muhammad Idris Kabiru Nasiru Ousmane Modou Pape Cheikh Mbaye Alioune Samba Demba Thierno Alpha Mohamed`),
    family: list(`Traore Diallo Coulibaly Keita Diarra Sidibe Toure Cisse Kone Camara Sangare Dembele Doumbia Konate Sissoko Kante Bah Barry Sow Ba Ndiaye Diop Fall Gueye Faye Sarr Mbaye
      Seck Thiam Sy Kane Ouedraogo Sawadogo Kabore Zongo Compaore Ibrahim Abubakar Musa Garba Bello Mohammed Sani Yusuf Aliyu Usman Danjuma Abdullahi Shehu Tanko Balarabe Maiga Haidara Ouattara Bamba`),
    syllables: [list('Ba Bou Ca Da De Dia Dji Dou Fa Ga Gan Ha Ka Kan Ko Kou Ma Mou Na Ndi Ou Sa San Sou Ta Tou Wa Ya Za Zon Dan Gar'), list('ba da di ga ka la li ma na ra ri so ta ya bou dou kou le ssi mba ndia kori'), list('re o te ba ga ko ra ly ni te sse ye ma go bi dia na')],
  },
  {
    name: 'horn', weight: 15, country: '251', patronymic: true,
    female: list(`Tigist Almaz Aster Bethlehem Birtukan Eden Frehiwot Genet Hana Hirut Kidist Lemlem Marta Meron Meseret Mulu Rahel Saba Selam Senait Seble Tsehay Worknesh Yeshi Zenebech
      Fatuma Halimo Hodan Sahra Faduma Amal Ifrah Ayan Chaltu Lensa Bontu Obse`),
    male: list(`Abebe Tesfaye Getachew Haile Mulugeta Girma Tadesse Bekele Kebede Alemayehu Solomon Dawit Yohannes Daniel Mekonnen Berhanu Assefa Worku Demeke Fikru Tamrat Abiy Lemma Tilahun
      Gebremedhin Hagos Kidane Negash Teklu Wolde Zewde Ahmed Mohamed Abdi Ali Hassan Hussein Omar Osman Yusuf Abdullahi Farah Warsame Gelle Gemechu Tolera Lemessa Dereje Desta Ayele Shiferaw`),
    family: [],
    syllables: [list('A Be Bi De Fe Ge Ha Ke Le Me Mu Ne Se Ta Te Ti We Wo Ye Ze Zer Gebre Wolde Tek Ab Am'), list('be de ga ka la le ma me mi ra re sa se ta te wo za gna shi'), list('be w ye ne ru ta se le n ch m gn du sa hun ssa')],
  },
  {
    name: 'lakes', weight: 15, country: '254',
    female: list(`Wanjiku Wambui Njeri Wangari Nyambura Wairimu Achieng Akinyi Atieno Adhiambo Anyango Awino Chebet Jepkosgei Cherono Mwende Mutheu Mueni Neema Rehema Asha Mwanaisha Zuhura Furaha Uwimana
      Mukamana Umutoni Ingabire Uwase Nakato Nabirye Namukasa Nansubuga Amina Halima Mariamu Esther Grace Mary Jane Faith Joyce Mercy`),
    male: list(`Kamau Mwangi Kariuki Njoroge Maina Kimani Otieno Ochieng Odhiambo Omondi Onyango Okoth Kiprop Kipchoge Kiplagat Cheruiyot Mutua Musyoka Kilonzo Juma Hamisi Bakari Rashid Salim Habimana
      Niyonzima Mugisha Hakizimana Nsengimana Kato Wasswa Mukasa Ssemakula Lubega John Peter James Joseph David Samuel Daniel Paul George Stephen`),
    family: list(`Mwangi Kamau Otieno Ochieng Odhiambo Wanjiru Maina Kariuki Njoroge Kimani Mutua Musyoka Omondi Onyango Koech Kiplagat Rotich Cheruiyot Langat Juma Hassan Ali Salim Mohamed Mushi Massawe Mwakyusa
      Habimana Uwimana Niyonzima Nshimiyimana Mugisha Okello Opio Odongo Ssali Kiggundu Mukasa Nakato Lubega Kagwa Byaruhanga Tumusiime Barasa Wafula Wekesa Simiyu`),
    syllables: [list('Ka Ki Ko Ku Mu Mwa Mwe Na Nga Nja Njo Nsha Nya O Ode Oko Onya Ru Ssa Sse Tu Uwi Wa Wan Che Kip Jep Lu Bya Ha Ma'), list('ba bi di ga gi ka ki ko ku la le li lo ma mba mi mu na nda ngi ra ri ro ru sa ta ti yo zi'), list('na ga no mba ri ro ka ki o mu go ngo ma nza ti la we re ha')],
  },
  {
    name: 'south-asia', weight: 15, country: '880',
    female: list(`Fatema Ayesha Nasrin Shirin Rokeya Salma Sultana Jahanara Sabina Taslima Rahima Hasina Priya Lakshmi Sunita Anita Kavita Rekha Meena Radha Sita Geeta Pooja Deepa Anjali Kamala
      Saraswati Bhavani Meenakshi Selvi Revathi Yasmin Shabana Parveen Nazma Farida`),
    male: list(`Mohammad Abdul Abdur Rafiqul Shafiqul Nurul Aminul Jahangir Kamal Jamal Rahim Karim Hasan Hossain Rajesh Ramesh Suresh Mahesh Sanjay Vijay Ajay Anil Sunil Rakesh Mukesh Manoj Ravi Prakash
      Murugan Senthil Saravanan Karthik Arumugam Krishnan Imran Salman Faisal Asif Bilal`),
    family: list(`Islam Hossain Rahman Khan Ahmed Ali Uddin Begum Khatun Akter Miah Hasan Chowdhury Sarkar Das Roy Mondal Biswas Sheikh Karim Kumar Singh Sharma Devi Gupta Yadav Verma Mishra Patel Reddy Rao
      Nair Iyer Pillai Murugan Subramaniam Rajendran Selvam Natarajan Mallick Ghosh Banerjee Mukherjee Sultana Parvin Haque Alam Siddiqui Ansari Qureshi`),
    syllables: [list('A Ba Bha Bi Cha Cho Da De Dha Ga Gho Ha Ja Jha Ka Kha Kri Ku La Ma Mu Na Pa Pra Ra Ru Sa Sha Shi Su Ta Tha Va Vi Ya'), list('ba bha da dhi ga ha ja ka la li ma me mu na ni pa ra ri ru sa sha ta va ya ndra jee'), list('l n m r sh ta na ri ya dra jan kar han vel mani suri than ti wal deep esh ant')],
  },
];
